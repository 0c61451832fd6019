/** Parts that other rooms' pages and devices show. Light: no router, no React Aria, no query cache. */
export { ServiceIcon } from './web/ServiceIcon.tsx'
