INSERT INTO device (one, device_id, epoch, store_id, hub_epoch, token, floor, request_no, last_contact)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (one) DO UPDATE SET
    device_id = excluded.device_id, epoch = excluded.epoch, store_id = excluded.store_id, hub_epoch = excluded.hub_epoch,
    token = excluded.token, floor = excluded.floor, request_no = excluded.request_no, last_contact = excluded.last_contact
