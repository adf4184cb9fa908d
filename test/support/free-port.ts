export { findFreePort, findFreePorts } from '../../deploy/local/process/port.ts';
