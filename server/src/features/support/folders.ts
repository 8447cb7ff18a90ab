import { uriToPath } from '../../common/fileUri';

/** The paths of workspace folders; those that are no files are left out. */
export function pathsOf(folders: readonly { readonly uri: string }[] | null | undefined): string[] {
  return (folders ?? []).flatMap(({ uri }) => uriToPath(uri) ?? []);
}
