import { followTests } from './missing';

// A setup file of vitest: lets `skipFor` know which test is running.
followTests();
