-- Frames of an overlay that were not read: more than are read, or the reading failed. A person must look at them.
alter table pixels.text_box add column unread_frames integer not null default 0;
