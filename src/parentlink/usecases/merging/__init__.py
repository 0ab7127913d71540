"""Two records of one pupil, carer or family become one."""
