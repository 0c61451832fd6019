/** Permissions in the order of a person's day; one that a new module brings comes last, under its own name. */
export const knownPermissions: readonly { group: string; names: readonly string[] }[] = [
  {
    group: 'queue',
    names: [
      'queue.ticket.read',
      'queue.ticket.issue',
      'queue.ticket.serve',
      'queue.ticket.transfer',
      'queue.ticket.pick',
      'queue.counter.operate',
      'queue.stats.read',
      'queue.accuracy.read',
      'queue.setting.write',
    ],
  },
  {
    group: 'analytics',
    names: [
      'analytics.report.read',
      'analytics.target.write',
      'analytics.satisfaction.read',
      'analytics.setting.write',
      'analytics.figures.rebuild',
    ],
  },
  {
    group: 'documents',
    names: [
      'documents.document.read',
      'documents.document.write',
      'documents.document.remove',
      'documents.limits.write',
    ],
  },
  {
    group: 'stock',
    names: [
      'stock.item.read',
      'stock.item.write',
      'stock.sale.record',
      'stock.movement.record',
      'stock.order.write',
      'stock.count.record',
      'stock.import.run',
      'stock.setting.write',
      'stock.alert.read',
      'stock.alert.handle',
      'stock.report.read',
      'stock.report.make',
    ],
  },
  {
    group: 'reports',
    names: ['reports.report.read', 'reports.report.write', 'reports.template.write'],
  },
  { group: 'customers', names: ['organisation.customer.read', 'organisation.customer.write'] },
  {
    group: 'place',
    names: [
      'organisation.site.write',
      'organisation.service.write',
      'organisation.counter.write',
      'organisation.agent.write',
      'organisation.tenant.write',
    ],
  },
  {
    group: 'platform',
    names: [
      'platform.device.write',
      'platform.member.write',
      'platform.message.read',
      'platform.template.write',
      'platform.channel.write',
      'platform.capability.write',
      'platform.audit.read',
      'platform.job.read',
      'platform.job.write',
    ],
  },
]
