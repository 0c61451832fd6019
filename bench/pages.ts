export const pages = { name: 'pages', title: '', run: async () => [] }
