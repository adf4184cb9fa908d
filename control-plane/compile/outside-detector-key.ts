const KIND = 'outside_detector/';
const CREDENTIAL = 'outside_detector_credential/';

/** Whether that is the key of an outside detector. */
export function isOutsideDetector(key: string): boolean {
  return key.startsWith(KIND);
}

/** Key of the detector whose credential has that name; undefined for every other secret. */
export function detectorOfSecret(name: string): string | undefined {
  return name.startsWith(CREDENTIAL) ? KIND + name.slice(CREDENTIAL.length) : undefined;
}
