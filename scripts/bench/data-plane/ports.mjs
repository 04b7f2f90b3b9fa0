/** Where every proxy of this part listens, each on an address of its own. */
export const httpPort = 8080
export const tcpPort = 9090
