import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';
import type { ExampleOperation } from './operations';

/** A panel that lists the example operations; a click opens one in a tab with its variables filled in. */
export function operationsPlugin(operations: readonly ExampleOperation[]): GraphiQLPlugin {
  return { title: 'Operations', icon: OperationsIcon, content: () => <OperationsPanel operations={operations} /> };
}

function OperationsPanel({ operations }: { operations: readonly ExampleOperation[] }) {
  const openOperation = useOpenOperation();
  const activeName = useGraphiQL((state) => state.operationName);
  const groups = [...new Set(operations.map((operation) => operation.group))];
  return (
    <section aria-label="Operations">
      <h2 className="playground-title">Operations</h2>
      {operations.length === 0 && <p className="playground-hint">The server offers no example operations.</p>}
      {groups.map((group) => (
        <div key={group}>
          <h3 className="playground-group">{group}</h3>
          <ul className="playground-operations">
            {operations
              .filter((operation) => operation.group === group)
              .map((operation) => (
                <li key={operation.name}>
                  <button
                    type="button"
                    className="graphiql-un-styled playground-operation"
                    aria-current={operation.name === activeName}
                    onClick={() => openOperation(operation)}
                  >
                    <span className="playground-operation-name">{operation.name}</span>
                    <span className="playground-operation-description">{operation.description}</span>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** Opens an operation in the tab that already holds it, in the current tab when that is empty, else in a new tab. */
function useOpenOperation() {
  const { addTab, changeTab, setOperationName, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  return (operation: ExampleOperation) => {
    const openIn = tabs.findIndex((tab) => tab.query?.endsWith(operation.query));
    if (openIn >= 0) {
      changeTab(openIn);
    } else {
      if (queryEditor?.getValue().trim()) addTab();
      updateActiveTabValues({ query: operation.query, variables: operation.variables, operationName: operation.name });
      queryEditor?.setValue(operation.query);
      variableEditor?.setValue(operation.variables);
    }
    // GraphiQL itself notices the new name a moment later; who runs the operation at once would run the last one.
    setOperationName(operation.name);
    queryEditor?.focus();
  };
}

function OperationsIcon() {
  return (
    <svg height="1em" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M9 6h12M9 12h12M9 18h12" strokeLinecap="round" />
      <path d="m3 4 3 2-3 2zM3 10l3 2-3 2zM3 16l3 2-3 2z" fill="currentColor" strokeLinejoin="round" />
    </svg>
  );
}
