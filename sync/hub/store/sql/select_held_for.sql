SELECT r.right_id FROM hold AS h JOIN hold_right AS r
  ON r.device_id = h.device_id AND r.epoch = h.epoch AND r.hub_epoch = h.hub_epoch AND r.no = h.no
WHERE h.member_id = ?1 AND h.state < 4 AND r.consumed + r.released < r.amount
