# make run        builds and shows a whole hall in this terminal
# make build      bin/onewindow, one static binary
# make test       all tests, with the race detector where there is a C compiler
#                 (PKGS=./queue/... for a part)
# make check      format, vet, staticcheck, go.mod, and a build for each system
# make examples   the examples of docs/wire.md and docs/api.md against a real hall and centre (needs Node.js and curl)
# make bench      the hall's speed beside its disk's, with gates; make benchmarks: the parts
# make bench-queueing (SEED=1)  waits, order, advice and the 92 to 59 windows on simulated days, with gates
# make network-day, network-faults (ROUNDS=20), network-cluster, network-catchup,
#                 network-connections: a network of halls and its centre, measured and
#                 broken (Linux; PostgreSQL and NATS servers come by themselves);
#                 network-scale: docs/scale.md anew
# make soak       200 times kill -9 under load, and long days of the hall's other tests
# make soak-devices 10 000 tickets on printers that fail at random
# make referees   printers, strips and voices beside tools that nobody here wrote (network)
# make golden     writes the expected files of the tests anew
# make fuzz       every fuzz target for FUZZTIME (10s)
# make postgres   the centre's store on a PostgreSQL of its own (as root it installs one)
# make web-check  the district's page in a real Chromium, looked at by axe (network)
# make kiosk-check asks foot and systemd about the files of a public machine (Linux)
# make pictures   takes the pictures of docs/screens.md anew (Linux)
# make clean      removes what was built

GO         ?= go
VERSION    ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
TIMEOUT    ?= 30m
PKGS       ?= ./...
FUZZTIME   ?= 10s
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
TARGETS     = linux/amd64 linux/arm64 linux/loong64 windows/amd64

BUILD = CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags "-X onewindow/cli.version=$(VERSION)"

.PHONY: run build test check format vet staticcheck tidy cross examples bench bench-queueing benchmarks network-day network-faults network-cluster network-catchup network-connections network-scale soak soak-devices referees golden fuzz postgres web-check kiosk-check pictures clean

build:
	$(BUILD) -o bin/onewindow .

run: build
	bin/onewindow demo

# The race detector needs cgo, a C compiler and the headers of the C library.
test:
	@if echo '#include <stdlib.h>' | $$($(GO) env CC) -x c -fsyntax-only - 2>/dev/null; then \
	  echo "$(GO) test -race -timeout $(TIMEOUT) $(PKGS)"; \
	  CGO_ENABLED=1 $(GO) test -race -timeout $(TIMEOUT) $(PKGS); \
	else \
	  echo "There is no C compiler ($$($(GO) env CC)): testing WITHOUT the race detector."; \
	  echo "Install one for the full test, such as: apt-get install gcc libc6-dev"; \
	  $(GO) test -timeout $(TIMEOUT) $(PKGS); \
	fi

check: format vet staticcheck tidy cross

format:
	@bad=$$(gofmt -l .); [ -z "$$bad" ] || { echo "not formatted (gofmt -w .):"; echo "$$bad"; exit 1; }

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) run $(STATICCHECK) ./...

tidy:
	$(GO) mod tidy -diff

cross:
	@dir=$$(mktemp -d) || exit 1; trap 'rm -rf "$$dir"' EXIT; \
	for t in $(TARGETS); do \
	  echo "build for $$t"; \
	  GOOS=$${t%/*} GOARCH=$${t#*/} $(BUILD) -o "$$dir/" ./... || exit 1; \
	done

examples:
	$(GO) test -tags examples ./docs/...
	$(GO) test -tags examples ./central/api -run Manual

bench:
	$(GO) run ./bench

bench-queueing:
	$(GO) run ./bench/queueing -seed $(SEED)

benchmarks:
	$(GO) test -run '^$$' -bench . -benchmem -timeout 60m $(PKGS)

ROUNDS ?= 20
SEED ?= 1

network-day:
	$(GO) run ./bench/network day

network-faults:
	bench/network/cluster.sh faults -rounds $(ROUNDS)

network-cluster:
	bench/network/cluster.sh

network-catchup:
	bench/network/cluster.sh catchup

network-connections:
	$(GO) run ./bench/network connections

# Rewrites the tables of docs/scale.md.
network-scale:
	@dir=$$(mktemp -d) || exit 1; trap 'rm -rf "$$dir"' EXIT; f=$$dir/figures; \
	$(GO) run ./bench/network day -figures $$f && \
	bench/network/cluster.sh catchup -figures $$f && \
	$(GO) run ./bench/network connections -figures $$f && \
	$(GO) run ./bench/network scale -figures $$f -page docs/scale.md

soak:
	NODE_LONG=1 NODE_KILL_ROUNDS=200 $(GO) test -count=1 -timeout 60m -v ./hall/node

soak-devices:
	DEVICE_SOAK=10000 $(GO) test -count=1 -timeout 120m -run TestWhateverHappensToPrinters -v ./cli/devices

referees:
	printer/virtual/referees.sh
	sh caller/led/referees.sh
	sh caller/voice/referees.sh

# Only packages whose tests have the flag know -update.
golden:
	@dirs=$$(grep -rlE --include='*_test.go' 'flag\.Bool\("update"' . | xargs -r -n1 dirname | sort -u); \
	[ -n "$$dirs" ] || { echo "no test has expected files"; exit 0; }; \
	for d in $$dirs; do echo "$$d"; $(GO) test "$$d" -update || exit 1; done

fuzz:
	@grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sort | while IFS=: read -r file name; do \
	  d=$$(dirname "$$file"); name=$${name#func }; echo "$$d $$name"; \
	  $(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$d" </dev/null || exit 1; \
	done

postgres:
	central/store/postgres.sh

web-check:
	central/web/chromium.sh

kiosk-check:
	sh assets/kiosk/check.sh

pictures: build
	docs/images/all.sh

clean:
	rm -rf bin
