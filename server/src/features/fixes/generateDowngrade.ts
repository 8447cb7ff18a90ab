import { pathToUri } from '../../common/fileUri';
import type { FixBuilder } from './fix';

/** Writes what undoes `upgrade()`, which takes the schema before it: the command asks for that when it is run. */
export const generateDowngradeFix: FixBuilder = ({ document }) => [
  { title: "Generate 'downgrade' from 'upgrade'", command: 'generateDowngrade', uri: pathToUri(document.path) },
];
