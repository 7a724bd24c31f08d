export { createDemonstration, type Demonstration } from './demonstration.service.ts';
