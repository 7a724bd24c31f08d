-- Overlays (60xx) that Clean Graphics (113103) keeps: a person keeps or removes each, as the boxes over text.
alter table pixels.text_box drop constraint text_box_origin_check;
alter table pixels.text_box add constraint text_box_origin_check
  check (origin in ('text', 'device-signature', 'ultrasound-regions', 'overlay'));
-- The group of the overlay (24576 is 6000); null for what is in the pixels.
alter table pixels.text_box add column overlay_group integer
  check ((overlay_group is not null) = (origin = 'overlay'));
