import { registerTexts } from '@guichet/kit/texts'
import type { ShellRoute } from '@guichet/kit/shell-route'
import { registerCustomerSearch } from './customers/palette.ts'
import { sections, settingsPermissions } from './settings/sections.ts'

registerTexts('organisation', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

registerCustomerSearch()

const settings: Record<string, ShellRoute['load']> = {
  organisation: () =>
    import('./settings/OrganisationPage.tsx').then((file) => ({ Component: file.OrganisationPage })),
  sites: () => import('./settings/SitesPage.tsx').then((file) => ({ Component: file.SitesPage })),
  services: () => import('./settings/ServicesPage.tsx').then((file) => ({ Component: file.ServicesPage })),
  counters: () => import('./settings/CountersPage.tsx').then((file) => ({ Component: file.CountersPage })),
  agents: () => import('./settings/AgentsPage.tsx').then((file) => ({ Component: file.AgentsPage })),
  users: () => import('./settings/UsersPage.tsx').then((file) => ({ Component: file.UsersPage })),
  roles: () => import('./settings/RolesPage.tsx').then((file) => ({ Component: file.RolesPage })),
  outbox: () => import('./messages/OutboxPage.tsx').then((file) => ({ Component: file.OutboxPage })),
  templates: () => import('./messages/TemplatesPage.tsx').then((file) => ({ Component: file.TemplatesPage })),
  channels: () => import('./messages/ChannelsPage.tsx').then((file) => ({ Component: file.ChannelsPage })),
  devices: () => import('./settings/DevicesPage.tsx').then((file) => ({ Component: file.DevicesPage })),
  audit: () => import('./settings/AuditPage.tsx').then((file) => ({ Component: file.AuditPage })),
  jobs: () => import('./settings/JobsPage.tsx').then((file) => ({ Component: file.JobsPage })),
}

export const organisationRoutes: ShellRoute[] = [
  {
    path: '/login',
    area: 'account',
    skeleton: 'form',
    load: () => import('./account/LoginPage.tsx').then((file) => ({ Component: file.LoginPage })),
  },
  {
    path: '/reset',
    area: 'account',
    skeleton: 'form',
    load: () => import('./account/ForgottenPage.tsx').then((file) => ({ Component: file.ForgottenPage })),
  },
  {
    path: '/reset/$token',
    area: 'account',
    skeleton: 'form',
    load: () => import('./account/ResetPage.tsx').then((file) => ({ Component: file.ResetPage })),
  },
  {
    path: '/invitation/$token',
    area: 'account',
    skeleton: 'form',
    load: () => import('./account/InvitationPage.tsx').then((file) => ({ Component: file.InvitationPage })),
  },
  {
    path: '/me',
    area: 'account',
    skeleton: 'form',
    load: () => import('./account/MePage.tsx').then((file) => ({ Component: file.MePage })),
  },
  {
    path: '/start',
    area: 'account',
    skeleton: 'cards',
    load: () => import('./start/StartPage.tsx').then((file) => ({ Component: file.StartPage })),
  },
  {
    path: '/first-steps',
    area: 'staff',
    permission: 'organisation.tenant.write',
    skeleton: 'form',
    load: () => import('./start/FirstStepsPage.tsx').then((file) => ({ Component: file.FirstStepsPage })),
  },
  {
    path: '/clients',
    area: 'staff',
    permission: 'organisation.customer.read',
    nav: { label: 'nav.customers', module: 'organisation', icon: 'users', order: 40 },
    load: () => import('./customers/CustomersPage.tsx').then((file) => ({ Component: file.CustomersPage })),
  },
  {
    path: '/clients/$customer_id',
    area: 'staff',
    permission: 'organisation.customer.read',
    skeleton: 'form',
    load: () => import('./customers/CustomerPage.tsx').then((file) => ({ Component: file.CustomerPage })),
  },
  {
    path: '/my-messages',
    area: 'staff',
    skeleton: 'form',
    load: () => import('./messages/MyMessagesPage.tsx').then((file) => ({ Component: file.MyMessagesPage })),
  },
  {
    path: '/settings',
    area: 'staff',
    permission: settingsPermissions,
    nav: { label: 'nav.settings', module: 'organisation', icon: 'settings', order: 90 },
    skeleton: 'cards',
    load: () =>
      import('./settings/SettingsIndexPage.tsx').then((file) => ({ Component: file.SettingsIndexPage })),
  },
  ...sections
    .filter((section) => settings[section.id])
    .map((section): ShellRoute => ({
      path: `/settings/${section.id}`,
      area: 'staff',
      permission: section.permission,
      skeleton: section.id === 'organisation' ? 'form' : 'table',
      load: settings[section.id]!,
    })),
]
