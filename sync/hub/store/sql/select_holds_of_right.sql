SELECT device_id, epoch, hub_epoch, no FROM hold_right
WHERE right_id = ?1 AND consumed + released < amount
ORDER BY device_id, epoch, hub_epoch, no
