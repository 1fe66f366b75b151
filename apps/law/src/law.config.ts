/** None of its own: node, bus, database and packs are what every service has. */
export const settings = {} as const;
