SELECT * FROM ${staging} WHERE taken_back IS NOT NULL
