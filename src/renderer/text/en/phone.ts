/** Said instead of the text of the same name where the device is a phone. */
export const phone = {
  screens: {
    reading: {
      title: 'Reading your phone',
      lead: 'Leave it on the reader. About two seconds.',
    },
    deciding: {
      asking: {
        lead: 'Leave your phone on the reader. We ask the card service.',
      },
      recording: {
        title: 'Keeping a copy of your phone',
        lead: 'It holds something newer than we knew. Leave it on the reader.',
      },
      preparing: {
        lead: 'Leave your phone on the reader a moment longer.',
      },
    },
    offer: {
      title: 'Newer data for your phone',
      lead: 'Leave it on the reader while you look.',
      now: 'On your phone now',
      accept: 'Update my phone',
      decline: 'Not now, I’ll take my phone',
      soon: 'Still there? Your phone stays as it is in {{time}}.',
      unknown: 'We can’t tell what is on it now. This is what it will hold.',
    },
    restoring: {
      title: 'Leave your phone where it is',
      lead: 'It keeps its old data until the very last step.',
    },
    verifying: {
      lead: 'Leave your phone on the reader. We read it back and compare.',
    },
    done: {
      updated: {
        title: 'Done. Take your phone',
      },
      current: {
        title: 'All up to date. Take your phone',
      },
      declined: {
        title: 'As you wish. Take your phone',
        lead: 'It stays exactly as it was. Come back any time.',
      },
      thanks: {
        lead: 'Your phone is in your hands.',
      },
      forgotten: {
        title: 'Don’t forget your phone',
        lead: 'It is still on the reader.',
      },
    },
    removed: {
      title: 'Hold your phone to the reader again',
      lead: 'Nothing is lost. We carry on from where we stopped.',
      wrongTitle: 'That is another one',
      wrongLead: 'Take it off and hold your own phone to the reader. Nothing is lost.',
      waits: 'No hurry. This screen waits for it: {{time}}',
      rather:
        'Rather not? Your phone holds its old data or the new, whole. Any Recard kiosk or the desk can finish this later.',
    },
    refused: {
      take: 'Take your phone',
    },
  },
  trouble: {
    'card-again': {
      title: 'Hold your phone there again',
      lead: 'We lost sight of it for a moment. Nothing is lost.',
      todo: 'Lay it flat on the reader',
      more: 'Leave it there until the screen says take it.',
    },
    'card-other': {
      title: 'That is another phone',
      lead: 'We only go on with the first one. Nothing was changed.',
      todo: 'Put the first one back',
      more: 'Or start anew with this one when the screen is free.',
    },
    'card-tired': {
      title: 'Hold your phone there again',
      lead: 'Its memory did not answer as it should. We check it again.',
      todo: 'Lay it flat on the reader',
      more: 'If it happens again, staff find another way with you.',
    },
    'not-confirmed': {
      title: 'Hold your phone there again',
      todo: 'Lay it flat on the reader',
    },
  },
  refused: {
    hotlisted: {
      title: 'This phone was reported lost',
    },
    'token-unknown': {
      title: 'We don’t know this phone yet',
    },
    expired: {
      title: 'The card on it has run out',
    },
    'not-yet-valid': {
      title: 'The card on it starts later',
    },
    'not-active': {
      title: 'The card on it is not in use',
    },
  },
};
