import { ImportedNames, type ImportScope } from '../../python/write/importedNames';
import { writeExpression } from './expressions';
import { writeTableItem } from './items';
import { writeType } from './types';
import { PythonWriter, type WriterOptions } from './writer';

/** What Python is written with. @param scope the names of the file that the text goes into. */
export function makeWriter(scope: ImportScope | undefined, options: WriterOptions): PythonWriter {
  const parts = { expression: writeExpression, type: writeType, item: writeTableItem };
  return new PythonWriter(new ImportedNames(scope), parts, options);
}
