.PHONY: help
help: ## this page
	@sed -n 's/^\([a-z]*\):.*## /\1  /p' Makefile
