# Bulletin. `make demo` sets the sample issue, `make test` runs every test; both first install what
# Debian packages are missing. V=1 shows whole commands; BUILD= chooses another folder for results.
BUILD ?= build
VERSION := 0.1.0
prefix ?= /usr/local
DESTDIR ?=

# --- what it takes: Debian packages, pkg-config modules ---
BUILD_PACKAGES := gcc libc6-dev pkg-config gettext libglib2.0-dev libpango1.0-dev libcairo2-dev libfontconfig-dev \
	libfreetype-dev libharfbuzz-dev libyaml-dev libmd4c-dev libhyphen-dev librsvg2-dev \
	libjpeg62-turbo-dev libpng-dev liblcms2-dev libqpdf-dev libqrencode-dev libsoup-3.0-dev zlib1g-dev fonts-lato \
	hyphen-fr hyphen-de hyphen-en-gb hyphen-en-us hyphen-es
TEST_PACKAGES := python3 python3-yaml poppler-utils mupdf-tools qpdf ghostscript valgrind binutils fonts-dejavu-core \
	fonts-hosny-amiri chromium
FUZZ_PACKAGES := clang llvm libclang-rt-dev
SLURM_PACKAGES := slurm-wlm munge
LINT_PACKAGES := clang-format clang-tidy cppcheck shellcheck
MODULES := glib-2.0 gmodule-2.0 pango pangocairo pangoft2 cairo fontconfig freetype2 harfbuzz yaml-0.1 md4c \
	librsvg-2.0 lcms2 libjpeg libpng libqrencode zlib
SERVE_MODULES := libsoup-3.0 gio-2.0

# --- flags ---
WERROR ?=
SANITIZE ?=
OPTIMIZE ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes $(WERROR)
CPPFLAGS += -Isrc -D_GNU_SOURCE -DBULLETIN_VERSION='"$(VERSION)"'
CFLAGS += -std=c17 $(OPTIMIZE) $(SANITIZE) $(WARNINGS)
LDFLAGS += -Wl,--as-needed $(SANITIZE)
LDLIBS += $(MODULE_LIBS) -lhyphen -lm

# --- files ---
SOURCES := $(sort $(wildcard src/*.c src/*/*.c src/*/*.S))
ALL_OBJECTS := $(patsubst src/%,$(BUILD)/obj/%.o,$(SOURCES))
# The live preview is a program of its own, so that no other command loads a server's libraries. In `bulletin`
# launch.c stands for the room of the preview: it starts that program.
LAUNCH_OBJECT := $(BUILD)/obj/serve/launch.c.o
SERVE_OBJECTS := $(filter-out $(LAUNCH_OBJECT),$(filter $(BUILD)/obj/serve/%,$(ALL_OBJECTS))) $(BUILD)/web/web.o
OBJECTS := $(filter-out $(SERVE_OBJECTS),$(ALL_OBJECTS))
ROOM_OBJECTS := $(filter-out $(BUILD)/obj/main.c.o,$(OBJECTS))
PREVIEW_OBJECTS := $(filter-out $(LAUNCH_OBJECT),$(OBJECTS)) $(SERVE_OBJECTS)
WEB_FILES := $(wildcard src/serve/web/*)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/test-*.c)))
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz-%.c,%,$(sort $(wildcard tests/fuzz/fuzz-*.c)))
FUZZ_REPLAYS := $(FUZZ_TARGETS:%=$(BUILD)/replay/%)
LOCALES := $(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/bulletin.mo,$(sort $(wildcard po/*.po)))
PROGRAM := $(BUILD)/bulletin
PREVIEW := $(BUILD)/bulletin-preview

ifneq ($(V),1)
Q := @
say = @printf '  %-4s %s\n' $(1) $(2);
endif

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all setup demo test unit asan bench lint format install clean

all: $(PROGRAM) $(PREVIEW) $(LOCALES) collected-fonts

# --- set-up: installs the packages that are missing, and says so; the stamp is named by the list ---
stamp = $(BUILD)/setup-$(1)-$(shell echo '$(2)' | cksum | cut -d' ' -f1)
BUILD_STAMP := $(call stamp,build,$(BUILD_PACKAGES))
TEST_STAMP := $(call stamp,test,$(TEST_PACKAGES))
FUZZ_STAMP := $(call stamp,fuzz,$(FUZZ_PACKAGES))
SLURM_STAMP := $(call stamp,slurm,$(SLURM_PACKAGES))
LINT_STAMP := $(call stamp,lint,$(LINT_PACKAGES))

setup: $(BUILD_STAMP) $(TEST_STAMP)
$(BUILD_STAMP): PACKAGES = $(BUILD_PACKAGES)
$(TEST_STAMP): PACKAGES = $(TEST_PACKAGES)
$(FUZZ_STAMP): PACKAGES = $(FUZZ_PACKAGES)
$(SLURM_STAMP): PACKAGES = $(SLURM_PACKAGES)
$(LINT_STAMP): PACKAGES = $(LINT_PACKAGES)
$(BUILD_STAMP) $(TEST_STAMP) $(FUZZ_STAMP) $(SLURM_STAMP) $(LINT_STAMP):
	@mkdir -p $(BUILD)
	@.ci/install-packages $(PACKAGES)
	@touch $@

# The answers of pkg-config, asked once. Including a file that is missing makes it first, so that the
# packages are there before any flag of theirs is needed.
$(BUILD)/modules.mk: Makefile | $(BUILD_STAMP)
	@pkg-config --print-errors --exists '$(MODULES) $(SERVE_MODULES)'
	@printf 'MODULE_CFLAGS := %s\nMODULE_LIBS := %s\n' "$$(pkg-config --cflags $(MODULES) | sed 's/-I/-isystem /g')" \
		"$$(pkg-config --libs $(MODULES))" >$@
	@printf 'SERVE_CFLAGS := %s\nSERVE_LIBS := %s\n' "$$(pkg-config --cflags $(SERVE_MODULES) | sed 's/-I/-isystem /g')" \
		"$$(pkg-config --libs $(SERVE_MODULES))" >>$@
ifneq ($(filter-out setup lint format clean test asan demo pictures bench bench-preview bench-batch test-batch test-slurm quality fuzz install uninstall,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/modules.mk
endif

# --- the program ---
$(BUILD)/obj/%.c.o: src/%.c Makefile | $(BUILD)/modules.mk
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(MODULE_CFLAGS) $(ROOM_CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/obj/serve/%.o: ROOM_CFLAGS = $(SERVE_CFLAGS)

# The files of the page are compiled in. What the tool writes is no source of ours: it has its own warnings.
$(BUILD)/web/web.o: $(WEB_FILES) Makefile | $(BUILD)/modules.mk
	$(call say,WEB,$@)
	$(Q)mkdir -p $(@D)
	$(Q)glib-compile-resources --generate-source --c-name preview --internal --sourcedir=src/serve/web \
		--target=$(@:.o=.gen.c) src/serve/web/web.gresource.xml
	$(Q)$(CC) -std=gnu17 $(OPTIMIZE) $(SANITIZE) $(SERVE_CFLAGS) -c -o $@ $(@:.o=.gen.c)

# Assembler files only carry data (the schemas), which they read with .incbin.
$(BUILD)/obj/%.S.o: src/%.S $(wildcard src/*/*.json) Makefile | $(BUILD)/modules.mk
	$(call say,AS,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(PROGRAM): $(OBJECTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(PREVIEW): $(PREVIEW_OBJECTS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(SERVE_LIBS)

$(BUILD)/locale/%/LC_MESSAGES/bulletin.mo: po/%.po | $(BUILD)/modules.mk
	$(call say,MO,$@)
	$(Q)mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

# Says nothing where every font is there and is what it should be.
.PHONY: collected-fonts
collected-fonts: | $(BUILD)/modules.mk
	@fonts/collect

-include $(ALL_OBJECTS:.o=.d) $(addsuffix .d,$(UNIT_TESTS))

# --- the demonstration ---
demo:
	@$(MAKE) --no-print-directory all
	@mkdir -p out
	$(PROGRAM) render samples/n51.yaml -o out/n51.pdf
	$(PROGRAM) render samples/n51.yaml -o out/n51.png --dpi 110
	@echo "The four pages are in out/n51.pdf, and out/n51-1.png … out/n51-4.png."

# --- the pictures of layouts/README.md ---
.PHONY: pictures
pictures: $(TEST_STAMP)
	@$(MAKE) --no-print-directory all
	@tests/run --build $(BUILD) --update pictures

# --- tests ---
unit: $(UNIT_TESTS) $(BUILD)/quality/set $(FUZZ_REPLAYS)
$(BUILD)/unit/%: tests/unit/%.c $(ROOM_OBJECTS)
	$(call say,TEST,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(MODULE_CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) -o $@ $< $(ROOM_OBJECTS) $(LDLIBS)

$(BUILD)/quality/%: tests/quality/%.c $(ROOM_OBJECTS)
	$(call say,TEST,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(MODULE_CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) -o $@ $< $(ROOM_OBJECTS) $(LDLIBS)

TESTS ?=
test: $(TEST_STAMP)
	@$(MAKE) --no-print-directory BUILD=build-test WERROR=-Werror all unit
	@tests/run --build build-test $(TESTS)

# Leaks inside libraries are named in tests/asan.supp; an exit status of 66 is a finding. What libqpdf, which is
# loaded later, throws is only understood where the C++ library was there from the start.
CPLUSPLUS_FIRST := -Wl,--push-state,--no-as-needed -l:libstdc++.so.6 -Wl,--pop-state
asan: $(TEST_STAMP)
	@$(MAKE) --no-print-directory BUILD=build-asan OPTIMIZE='-O1 -g -fno-omit-frame-pointer' WERROR=-Werror \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=undefined $(CPLUSPLUS_FIRST)' all unit
	@ASAN_OPTIONS=exitcode=66 UBSAN_OPTIONS=print_stacktrace=1 \
		LSAN_OPTIONS=suppressions=$(CURDIR)/tests/asan.supp:print_suppressions=0:exitcode=66 tests/run --build build-asan --sanitized $(TESTS)

# --- fuzzing: SECONDS for each TARGET (or all of tests/fuzz/fuzz-*.c), see tests/fuzz/run ---
SECONDS ?= 60
TARGET ?=
.PHONY: fuzz fuzzers
fuzz: $(FUZZ_STAMP)
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang OPTIMIZE='-O1 -g -fno-omit-frame-pointer' \
		SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined' \
		all $(if $(TARGET),$(TARGET:%=build-fuzz/fuzz/%),fuzzers)
	@tests/fuzz/run --build build-fuzz --seconds $(SECONDS) $(TARGET)

# What a target is linked of: http has the room of the preview, without what stands for it elsewhere.
FUZZ_OBJECTS = $(filter-out $(if $(filter %/http,$@),$(LAUNCH_OBJECT),),$(ROOM_OBJECTS)) $(if $(filter %/http,$@),$(SERVE_OBJECTS))
FUZZ_BUILD = $(CC) $(CPPFLAGS) -Itests/fuzz $(CFLAGS) $(MODULE_CFLAGS) $(SERVE_CFLAGS) $(LDFLAGS)
fuzzers: $(FUZZ_TARGETS:%=$(BUILD)/fuzz/%)

$(BUILD)/fuzz/%: tests/fuzz/fuzz-%.c tests/fuzz/fuzz.c tests/fuzz/fuzz.h $(ROOM_OBJECTS) $(SERVE_OBJECTS)
	$(call say,FUZZ,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_BUILD) -fsanitize=fuzzer -o $@ $< tests/fuzz/fuzz.c $(FUZZ_OBJECTS) $(LDLIBS) $(SERVE_LIBS)

# The targets without the fuzzer, for what it found once (tests/checks/fuzz.py).
$(BUILD)/replay/%: tests/fuzz/fuzz-%.c tests/fuzz/fuzz.c tests/fuzz/replay.c tests/fuzz/fuzz.h $(ROOM_OBJECTS) $(SERVE_OBJECTS)
	$(call say,TEST,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_BUILD) -o $@ $< tests/fuzz/fuzz.c tests/fuzz/replay.c $(FUZZ_OBJECTS) $(LDLIBS) $(SERVE_LIBS)

bench: $(TEST_STAMP)
	@$(MAKE) --no-print-directory all
	@tests/bench/run $(PROGRAM)

# From a save to the pixels in a browser.
.PHONY: bench-preview
bench-preview: $(TEST_STAMP)
	@$(MAKE) --no-print-directory all
	@tests/preview/bench $(BUILD)

# How evenly text is set, measured from a PDF: the table of the word gaps.
.PHONY: quality quality-tables
quality: $(TEST_STAMP)
	@$(MAKE) --no-print-directory all quality-tables

quality-tables: $(BUILD)/quality/set
	@tests/quality/run --build $(BUILD)

# Sets of issues, in full: 1,000 of them beside the cost of one warm process and with 50 hostile ones among
# them; kill -9 at 200 moments; a job array on a Slurm of its own, one node of which dies.
.PHONY: bench-batch test-batch test-slurm
bench-batch: $(TEST_STAMP)
	@$(MAKE) --no-print-directory all $(BUILD)/bench/warm
	@tests/batch/run $(BUILD) speed

test-batch: $(TEST_STAMP)
	@$(MAKE) --no-print-directory all
	@tests/batch/run $(BUILD) hostile killed

test-slurm: $(TEST_STAMP) $(SLURM_STAMP)
	@$(MAKE) --no-print-directory all
	@tests/slurm/run $(PROGRAM)

$(BUILD)/bench/warm: tests/batch/warm.c $(ROOM_OBJECTS)
	$(call say,TEST,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(MODULE_CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) -o $@ $< $(ROOM_OBJECTS) $(LDLIBS)

# --- care of the source ---
C_FILES := $(sort $(wildcard src/*.[ch] src/*/*.[ch] tests/unit/*.[ch] tests/bench/*.[ch] tests/batch/*.[ch] tests/quality/*.[ch] tests/fuzz/*.[ch]))

format: $(LINT_STAMP)
	@clang-format -i $(C_FILES)

lint: $(BUILD_STAMP) $(LINT_STAMP)
	@$(MAKE) --no-print-directory $(BUILD)/modules.mk lint-all

.PHONY: lint-all
lint-all: $(LINT_STAMP)
	@clang-format --dry-run -Werror $(C_FILES)
	@cppcheck --quiet --std=c11 --library=gtk --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
		--suppress=internalAstError -Isrc '-DG_DEFINE_AUTOPTR_CLEANUP_FUNC(a,b)=' '-DG_GNUC_PRINTF(a,b)=' src
	@clang-tidy --quiet $(filter %.c,$(SOURCES)) -- -std=c17 $(CPPFLAGS) $(MODULE_CFLAGS) $(SERVE_CFLAGS) 2>/dev/null
	@shellcheck .ci/run .ci/install-packages fonts/collect samples/slurm/submit samples/slurm/*.sbatch
	@find tests -name '*.py' -o -path 'tests/*run' | xargs python3 -m py_compile
	@echo "lint: nothing found"

# --- installation ---
ROOT := $(DESTDIR)$(prefix)
DATA := $(ROOT)/share/bulletin
DOC := $(ROOT)/share/doc/bulletin
MAN := $(ROOT)/share/man
# Folders whose files are installed as they are, and where.
INSTALLED_TREES := layouts:$(DATA)/layouts data:$(DATA)/data samples:$(DOC)/samples docs:$(DOC)/docs
FONT_FILES = $(filter-out fonts/collect,$(wildcard fonts/*))
SCHEMAS := src/load/issue.schema.json src/load/layout.schema.json src/load/import.schema.json
MAN_LANGUAGES := $(patsubst po/%.po,%,$(sort $(wildcard po/*.po)))

install:
	@$(MAKE) --no-print-directory all install-files

.PHONY: install-files uninstall
install-files:
	install -d $(ROOT)/bin $(DATA)/fonts $(DATA)/schemas $(MAN)/man1
	install -m 755 $(PROGRAM) $(PREVIEW) $(ROOT)/bin/
	for tree in $(INSTALLED_TREES); do install -d "$${tree#*:}" && cp -R "$${tree%%:*}/." "$${tree#*:}/"; done
	install -m 644 $(FONT_FILES) $(DATA)/fonts/
	install -m 644 $(SCHEMAS) $(DATA)/schemas/
	install -m 644 LICENSE README.md $(DOC)/
	for mo in $(LOCALES:$(BUILD)/locale/%=%); do \
		install -D -m 644 $(BUILD)/locale/$$mo $(ROOT)/share/locale/$$mo; done
	LC_ALL=C LANGUAGE= $(PROGRAM) help --man >$(MAN)/man1/bulletin.1
	for language in $(MAN_LANGUAGES); do install -d $(MAN)/$$language/man1 && \
		LC_ALL=C.UTF-8 LANGUAGE=$$language $(PROGRAM) help --man >$(MAN)/$$language/man1/bulletin.1; done

# Takes away what was installed; fonts, layouts and issues that were put beside it stay, and are named.
uninstall:
	@rm -f $(ROOT)/bin/bulletin $(ROOT)/bin/bulletin-preview $(MAN)/man1/bulletin.1 \
		$(MAN_LANGUAGES:%=$(MAN)/%/man1/bulletin.1) $(LOCALES:$(BUILD)/locale/%=$(ROOT)/share/locale/%) \
		$(FONT_FILES:fonts/%=$(DATA)/fonts/%) $(SCHEMAS:src/load/%=$(DATA)/schemas/%) \
		$(DOC)/LICENSE $(DOC)/README.md
	@for tree in $(INSTALLED_TREES); do (cd "$${tree%%:*}" && find . ! -type d) | \
		while read -r file; do rm -f "$${tree#*:}/$$file"; done; done
	@for folder in $(DATA) $(DOC); do [ ! -d "$$folder" ] || find "$$folder" -depth -type d -empty -delete; \
		[ ! -d "$$folder" ] || find "$$folder" ! -type d -printf 'left: %p\n'; done

clean:
	rm -rf build build-test build-asan build-fuzz out

# Takes new messages of the source into the catalogues, for translators.
.PHONY: po
po: $(BUILD_STAMP)
	@xgettext --from-code=UTF-8 --language=C -k -k_ -kN_ -kdngettext:2,3 --no-location --package-name=bulletin -o $(BUILD)/bulletin.pot $(filter %.c,$(SOURCES))
	@for po in po/*.po; do msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-location $$po $(BUILD)/bulletin.pot && \
		sed -i '/^"POT-Creation-Date:/d' $$po; done # the history knows when
