// Importing the editor here, and not only where GraphiQL asks for it, puts it and its styles into this bundle.
import 'monaco-graphql/esm/monaco-editor.js';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/react/font/fira-code.css';
import 'graphiql/graphiql.css';
import './playground.css';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { EditorOptions } from './editor-options';
import { fetchFromServer } from './fetcher';
import { initialTab, storage } from './first-tab';
import { loadOperations } from './operations';
import { operationsPlugin } from './operations-plugin';
import { setUpWorkers } from './workers';

async function openPlayground(container: HTMLElement): Promise<void> {
  setUpWorkers();
  const operations = await loadOperations();
  const plugin = operationsPlugin(operations);
  const { isFirstVisit, query, variables } = initialTab(operations);
  createRoot(container).render(
    <GraphiQL
      fetcher={fetchFromServer}
      storage={storage}
      plugins={[plugin, HISTORY_PLUGIN]}
      visiblePlugin={isFirstVisit ? plugin : undefined}
      initialQuery={query}
      initialVariables={variables}
      defaultQuery=""
      defaultEditorToolsVisibility="variables"
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>careergraph</GraphiQL.Logo>
      <EditorOptions />
    </GraphiQL>,
  );
}

const container = document.getElementById('playground');
if (container === null) throw new Error('The page has no element with the id "playground".');
void openPlayground(container);
