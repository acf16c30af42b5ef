# Each target stands on its own: it installs the Debian packages that are missing, builds, and does its job.

# Debug, because one build then serves run, demo and test: a newcomer waits for the dependencies once, and each change
# after that compiles in seconds. `make run CONFIGURATION=release` builds what is deployed (static standard library,
# optimised); its first build takes several minutes more.
CONFIGURATION ?= debug

# Further arguments of the program: make run ARGS="--disable register"
ARGS ?=

ifeq ($(filter $(CONFIGURATION),debug release),)
$(error CONFIGURATION is debug or release, not '$(CONFIGURATION)')
endif

ifeq ($(CONFIGURATION),release)
# Optimised across modules, for most of a request's way leads through several; and without run-time checks for overlapping
# access, which the compiler's own checks of the Swift 6 language mode leave little to find for.
BUILD = swift build --configuration release --static-swift-stdlib \
    -Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked $(shell scripts/release-flags)
else
BUILD = swift build
endif

# `exec` leaves no shell in between, so that Ctrl-C and SIGTERM reach the server itself.
PROGRAM = exec .build/$(CONFIGURATION)/mcp-auth

# swift test runs everything on Swift Testing; without XCTest its closing lines are the last ones.
# What starts programs of its own (browsers, interpreters, servers that are killed) runs after the rest: on two cores
# it would keep the others waiting for longer than the time limits that they test. The same holds for those that start Redis servers.
SWIFT_TEST = swift test --disable-xctest
# They read thousands of broken files, and would keep those waiting that have to answer within a time.
FILE_TESTS = YAMLTests|RouteManifestTests|PagesTests|CompositionTests
# They wait for others over real connections, within the limits that servers and logins have, or for the system to tell of files; and
# are kept waiting by everybody else.
WIRE_TESTS = HTTPServerTests|FileWatchTests|FetchingTests|UpstreamsTests|FetchedDocumentTests

.DEFAULT_GOAL := help
.PHONY: help run demo build program test soak bench format lint clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 18

# Without the demo MCP server, whose HTTP client and TLS take most of the time to build.
run: ## the authorization server, http://localhost:3001
	@scripts/build $(CONFIGURATION) mcp-auth -- $(BUILD) --product mcp-auth
	@$(PROGRAM) serve $(ARGS)

demo: ## the same, and a protected MCP server, http://localhost:3232/mcp
	@scripts/build $(CONFIGURATION) mcp-auth -- $(BUILD) --product mcp-auth
	@scripts/build $(CONFIGURATION) demo-mcp-server -- $(BUILD) --product demo-mcp-server
	@$(PROGRAM) demo --overlay docs/samples/sample-client.yaml $(ARGS)

# With what `init` writes: a server that is started here reads it where it lies, and need not be built anew for each change of it.
build: ## both programs, in .build/debug (CONFIGURATION=release: .build/release)
	@scripts/build --with routes.yaml --with templates $(CONFIGURATION) mcp-auth -- $(BUILD) --product mcp-auth
	@scripts/build $(CONFIGURATION) demo-mcp-server -- $(BUILD) --product demo-mcp-server

# For scripts/bench, which builds other revisions with it, and what measures alone.
NAME ?= mcp-auth
program:
	@$(BUILD) --product $(NAME)

test: ## every test
	@scripts/install-packages test
	@scripts/build --always debug mcp-auth demo-mcp-server -- swift build --build-tests
	@$(SWIFT_TEST) --skip-build --filter '$(FILE_TESTS)'
	@$(SWIFT_TEST) --skip-build --filter '$(WIRE_TESTS)'
	@$(SWIFT_TEST) --skip-build --skip '$(FILE_TESTS)|$(WIRE_TESTS)|ProcessTests|RedisClientTests|RedisStoreTests|SharedRateLimitTests'
	@$(SWIFT_TEST) --skip-build --no-parallel --filter 'RedisClientTests|RedisStoreTests|SharedRateLimitTests'
	@TEST_STORE=redis $(SWIFT_TEST) --skip-build --filter ProtocolTests --skip FetchedDocumentTests
	@TEST_STORE=redis $(SWIFT_TEST) --skip-build --filter FetchedDocumentTests
	@$(SWIFT_TEST) --skip-build --filter ProcessTests

soak: ## many rounds of kill -9 under load: of the server, of Redis, of a cluster's node; a thousand reloads; thousands of edited manifests, signatures and keys
	@scripts/install-packages test
	@SOAK=1 $(SWIFT_TEST) --filter 'RandomEditTests|AcceptedManifestTests|SchemaAgreementTests|EditedTextTests|DocumentReadingTests|FloodTests'
	@SOAK=1 $(SWIFT_TEST) --skip-build --filter 'ProcessTests.(KillTests|CommandLineTests|ReloadLoadTests|RedisKillTests|RedisCrowdTests|RedisFailoverTests)'

bench: ## cold start, memory and throughput beside nginx and Redis (release build)
	@scripts/install-packages bench
	@$(MAKE) --no-print-directory build CONFIGURATION=release
	@scripts/bench

format: ## rewrite the sources in the house format
	@swift format --in-place --recursive --parallel Package.swift Sources Tests

lint: ## format, import rules and documents, as CI checks them
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests
	@scripts/check-imports
	@scripts/check-docs

clean: ## remove what was built
	@rm -rf .build
