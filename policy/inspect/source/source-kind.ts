/** What kind of source code, or of the heads of its files, was found. Names appear in findings and in decision records. */
export type SourceKind = (typeof sourceKinds)[number];

export const programKinds = [
  'c_cpp',
  'csharp',
  'go',
  'html',
  'java',
  'javascript',
  'kotlin',
  'php',
  'python',
  'ruby',
  'rust',
  'shell',
  'sql',
  'swift',
] as const;
export type ProgramKind = (typeof programKinds)[number];

export const sourceKinds = [
  ...programKinds,
  'copyright_notice',
  'spdx_license',
  'confidential_marking',
] as const;
