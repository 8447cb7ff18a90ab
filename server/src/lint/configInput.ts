export type { ConfigInput } from '../project/configInput';
