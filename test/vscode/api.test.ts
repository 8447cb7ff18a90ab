import { shopSuite } from './support/shopSuite';

await shopSuite('the checkout in the browser edition', 'browser');
await shopSuite('the checkout in a desktop VS Code', 'desktop');
