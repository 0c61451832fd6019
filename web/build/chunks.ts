import type { Rolldown } from 'vite'

type Groups = Extract<Rolldown.OutputOptions['codeSplitting'], object>['groups']

/**
 * Which files travel together. Left alone, the bundler made thirty small files of one page, which over a
 * slow line is five round trips instead of one, and let a kiosk's page fetch the staff's components.
 * Each group takes what it stands on along, except for what an earlier one has.
 */
export const chunks: Groups = [
  // Changes with React's version only, so that our releases leave it in people's caches.
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 50 },
  // What kiosks and displays share with the staff's pages; see "light" in kit/README.md.
  {
    name: 'light',
    test: /kit\/(client|clock|texts|theme|live-client|no-zod)\.ts$|kit\/Icon\.tsx$|platform\/contract\.ts$/,
    priority: 40,
  },
  {
    // Kiosk and staff call the same endpoints: neither's code may hold them.
    name: (id) => `contract-${/([a-z]+)(?:\/auth)?\/[a-z-]*contract\.ts$/.exec(id)?.[1] ?? 'other'}`,
    test: /contract\.ts$/,
    priority: 35,
  },
  { name: 'qr', test: /kit\/QrCode\.tsx$/, priority: 40 },
  {
    name: 'staff',
    test: /kit\/(Shell|Page|Table|Card|Badge|Tabs|SidePanel|Toast|Failure|Link|api|session|live)\.tsx?$/,
    priority: 30,
  },
  { name: 'forms', test: /kit\/(Form|Field|Choices|TextFields|LazyFields)\.tsx$/, priority: 20 },
  { name: 'overlays', test: /kit\/(Dialog|Menu)\.tsx$/, priority: 10 },
]
