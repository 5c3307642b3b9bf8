import { createLocalStorage, StorageAPI, type Storage } from '@graphiql/toolkit';
import type { ExampleOperation } from './operations';

const firstOperation = 'LearnPage';

const welcome = `# Welcome to careergraph.
#
# Run this operation: the button on the right, or Ctrl-Enter (Cmd-Enter on a Mac).
# On the left: the documentation of the schema, more operations, your history.
# Ctrl-Space lists what can be asked at the cursor.

`;

/** What the editors hold when the page opens. */
export interface InitialTab {
  /** True when nothing is stored from an earlier visit. */
  isFirstVisit: boolean;
  query: string | undefined;
  variables: string | undefined;
}

/** The browser's storage under a name of our own: other servers on localhost also have such a page. */
export const storage: Storage = createLocalStorage({ namespace: 'careergraph' });

/**
 * Chooses what the editors show: on the first visit the first example, later what was open.
 * GraphiQL by itself forgets the variables of the open tab when the page is loaded again without an edit.
 */
export function initialTab(operations: readonly ExampleOperation[]): InitialTab {
  const stored = new StorageAPI(storage).get('tabState');
  if (stored !== null) return { isFirstVisit: false, ...activeTab(stored) };
  const example = operations.find((operation) => operation.name === firstOperation) ?? operations[0];
  return { isFirstVisit: true, query: welcome + (example?.query ?? ''), variables: example?.variables };
}

function activeTab(stored: string): Pick<InitialTab, 'query' | 'variables'> {
  try {
    const { tabs, activeTabIndex } = JSON.parse(stored);
    const tab = tabs[activeTabIndex];
    return { query: tab.query ?? undefined, variables: tab.variables ?? undefined };
  } catch {
    // A state that another version has written: GraphiQL starts with an empty tab then.
    return { query: undefined, variables: undefined };
  }
}
