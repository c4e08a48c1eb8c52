/* The schemas' text as strings. Assembled with the top folder as include path. */
	.section .rodata
	.global schema_issue_json
	.global schema_layout_json
	.global schema_import_json
schema_issue_json:
	.incbin "src/load/issue.schema.json"
	.byte 0
schema_layout_json:
	.incbin "src/load/layout.schema.json"
	.byte 0
schema_import_json:
	.incbin "src/load/import.schema.json"
	.byte 0
	.section .note.GNU-stack,"",%progbits
