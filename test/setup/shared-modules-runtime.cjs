// What a test file requires from outside of test/ (the product and its packages) is loaded by Node, once for all files of
// a worker; only test/ itself is loaded anew for each file. Loading the product takes longer than most tests run.
const { createRequire, Module } = require('node:module');
const path = require('node:path');
const { transformFileSync } = require('@swc/core');
const { default: Runtime } = require('jest-runtime');
const swcOptions = require('./swc-options.cjs');

const tests = path.resolve(__dirname, '..') + path.sep;

Module._extensions['.ts'] = (module, filename) =>
  module._compile(transformFileSync(filename, { ...swcOptions, swcrc: false, sourceMaps: 'inline' }).code, filename);

module.exports = class SharedModulesRuntime extends Runtime {
  requireModuleOrMock(from, moduleName) {
    const requireByNode = createRequire(from);
    let filename;
    try {
      filename = requireByNode.resolve(moduleName);
    } catch {
      // Jest says better what is missing.
      return super.requireModuleOrMock(from, moduleName);
    }
    const isShared = path.isAbsolute(filename) && !filename.startsWith(tests);
    return isShared ? requireByNode(filename) : super.requireModuleOrMock(from, moduleName);
  }
};
