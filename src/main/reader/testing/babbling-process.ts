/** A card process that does not keep to the protocol. */
process.on('message', () => process.send?.({ type: 'readers', readers: 'none to speak of' }));
