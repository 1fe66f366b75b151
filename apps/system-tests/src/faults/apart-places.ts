/** The node that runs in several processes. */
export const CITY = '371000';
/** The department there that asks for data. */
export const REQUESTER = 'city-requester';
