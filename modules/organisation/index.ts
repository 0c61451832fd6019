/** What the other rooms may ask of places, people behind counters and people in front of them. */
export { localDayOf } from './model/opening.ts'
export { normalisePhone } from './model/person.ts'
export {
  countersOf,
  listSites,
  readCounter,
  readService,
  readSite,
  serviceNames,
  servicesGiven,
  servicesOf,
} from './queries/places.ts'
export { openingAt } from './queries/opening.ts'
export {
  agentNames,
  agentOf,
  customerNames,
  customersNamed,
  listCustomers,
  readCustomer,
} from './queries/people.ts'
export { addCustomer, keepCustomer } from './commands/customers.ts'
export type { Agent, Closure, Counter, Customer, Interval, Opening, Service, Site } from './contract.ts'
