import { testVsix } from '../support/packages';
import { shopSuite } from './support/shopSuite';

await shopSuite('the installed package in the browser edition', 'browser', testVsix());
