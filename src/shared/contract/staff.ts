/** A member of staff, as the kiosk's configuration names them. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
}
