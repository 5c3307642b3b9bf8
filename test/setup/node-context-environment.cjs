// The environment in which Jest runs a test file: Node's own context instead of a new one for each file, so that values
// of modules that all files share (see shared-modules-runtime.cjs) are instances of the classes that a test sees.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { compileFunction } = vm;
const ownContexts = new WeakSet();

// Jest compiles what it loads into the context of its environment. There is no name for the context that runs already,
// but to leave it out.
vm.compileFunction = (code, parameters, options) => {
  const context = options?.parsingContext;
  const own = context !== undefined && ownContexts.has(context);
  return compileFunction(code, parameters, own ? { ...options, parsingContext: undefined } : options);
};

module.exports = class NodeContextEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    ownContexts.add(this.context);
    this.global = globalThis;
  }
};
