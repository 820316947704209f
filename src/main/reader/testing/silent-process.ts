/** A card process that hangs while it starts. */
process.on('disconnect', () => process.exit());
process.on('message', () => {});
