import module, { createRequire } from 'node:module';

// Node keeps what it compiled for the next call (from Node 22 on): half of the time of a short command.
const { enableCompileCache } = module as Partial<typeof module>;
enableCompileCache?.();
createRequire(__filename)('./terminal.js');
