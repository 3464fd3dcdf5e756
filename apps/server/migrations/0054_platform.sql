COMMENT ON COLUMN work_items.except_staff_id IS 'Whose own request, or whose own work to be checked, it is: it waits for everybody of the unit but them.';
