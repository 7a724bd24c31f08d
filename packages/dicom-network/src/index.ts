export { AssociationError, type AssociationOptions, openAssociation } from './association.ts';
export { eventLoopTimers, socketDuplex } from './socket-duplex.ts';
