INSERT INTO tombstone (device_id, epoch, hub_epoch, no) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING
