/** How much may go wrong. What is not known is high. */
export type RiskLevel = 'low' | 'medium' | 'high';
