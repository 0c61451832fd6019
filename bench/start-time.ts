export const startTime = { name: 'start-time', title: '', run: async () => [] }
