/** An example operation that the server offers: one file of schema/operations. */
export interface ExampleOperation {
  name: string;
  /** Heading under which it is listed. */
  group: string;
  /** One line: what it answers. */
  description: string;
  /** The operation's text, its comment included. */
  query: string;
  /** Default variables as JSON text; empty when it takes none. */
  variables: string;
}

/**
 * Asks the server for the example operations.
 * @returns none when the server can't be reached: the editor itself works without them
 */
export async function loadOperations(): Promise<ExampleOperation[]> {
  try {
    const response = await fetch('playground/operations.json');
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}
