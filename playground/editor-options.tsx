import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

// Three editors share the width of a laptop's screen: smaller letters, and long lines continue on the next one.
const options = { fontSize: 13, wordWrap: 'on' } as const;

/** Sets the editors' options that GraphiQL has no property for. Shows nothing. */
export function EditorOptions(): null {
  const editors = useGraphiQL((state) => [
    state.queryEditor,
    state.variableEditor,
    state.headerEditor,
    state.responseEditor,
  ]);
  useEffect(() => editors.forEach((editor) => editor?.updateOptions(options)), [editors]);
  return null;
}
