#include "cmd/cmd.h"

#include <string.h>

#include "base/intl.h"

// screen: a PDF to read; print: pages for a press; booklet: sheets for a press, to fold and stitch; the
// proofs: how these look on a screen.
#define PROFILES "screen|print|booklet|proof|booklet-proof"

static const Option render_options[] = {
    {"output", 'o', N_("FILE"),
     N_("file to write: .pdf, .png, .svg, or .txt, a list of all that is drawn, for programs (default: the "
	"issue's name with .pdf, here); - for standard output"),
     NULL},
    {"layout", 'l', N_("LAYOUT"), N_("name of a layout, or path of a layout file"), NULL},
    {"format", 'f', N_("FORMAT"), N_("what to write, whatever the name of the file; dump is that of .txt"),
     "pdf|png|svg|dump"},
    {"profile", 0, N_("PROFILE"), N_("what the pages are for"), PROFILES},
    {"separation", 0, N_("INK"),
     N_("one ink of the press file, as PNG, a file a page: cyan, magenta, yellow, black, or all"),
     "c|m|y|k|total"},
    {"pages", 'p', N_("PAGES"), N_("only these pages: 2, 1-3, 3-"), NULL},
    {"dpi", 0, N_("N"), N_("resolution of PNG (default: 150)"), NULL},
    {"bleed", 0, NULL, N_("show the bleed around the pages too"), NULL},
};

static const Option check_options[] = {
    {"layout", 'l', N_("LAYOUT"), N_("name of a layout, or path of a layout file"), NULL},
    {"profile", 0, N_("PROFILE"), N_("what the pages are for"), PROFILES},
    {"format", 'f', N_("FORMAT"), N_("text for people (default), json for programs"), "text|json"},
    {"typography", 0, NULL, N_("also name loose and tight lines, stacks of hyphens, rivers"), NULL},
};

static const Option inspect_options[] = {
    {"format", 'f', N_("FORMAT"), N_("text for people (default), json for programs"), "text|json"},
    {"as", 0, N_("STANDARDS"), N_("check for these too, whether claimed or not: ua-1, a-2, x-4, with commas"),
     NULL},
};

static const Option batch_options[] = {
    {"output", 'o', N_("FOLDER"),
     N_("where the pages go; what is there already and unchanged is not made again"), NULL},
    {"jobs", 'j', N_("N"), N_("issues set at once (default: one a processor)"), NULL},
    {"layout", 'l', N_("LAYOUT"), N_("name of a layout, or path of a layout file"), NULL},
    {"profile", 0, N_("PROFILE"), N_("what the pages are for"), PROFILES},
    {"shard", 0, "K/N", N_("only part K of N of the list; parts may run on several machines"), NULL},
    {"force", 0, NULL, N_("make again what is unchanged too"), NULL},
    {"keep-going", 'k', NULL, N_("go on after an issue that fails (default)"), NULL},
    {"fail-fast", 0, NULL, N_("begin no further issue after one that fails"), NULL},
    {"depfile", 0, N_("FILE"),
     N_("write a rule for make and ninja: report.json depends on all that was read"), NULL},
    {"merge", 0, NULL, N_("join what the parts have done in the folder: one manifest, report and index"),
     NULL},
    {"seconds", 0, N_("N"), N_("processor time an issue may take (default: 60)"), NULL},
    {"memory", 0, N_("MIB"), N_("memory an issue may take (default: 2048)"), NULL},
};

static const Option preview_options[] = {
    {"layout", 'l', N_("LAYOUT"), N_("name of a layout, or path of a layout file"), NULL},
    {"port", 0, N_("N"), N_("port to listen on (default: any that is free)"), NULL},
    {"no-open", 0, NULL, N_("only print the address, open no browser"), NULL},
    {"goto", 0, N_("FILE:LINE"), N_("have the preview that runs show this line"), NULL},
};

static const Option new_options[] = {
    {"from", 0, N_("ISSUE"), N_("start the issue that follows this one"), NULL},
    {"output", 'o', N_("FILE"), N_("file to write (default: standard output); it must not exist yet"), NULL},
};

static const Option import_options[] = {
    {"output", 'o', N_("FILE"), N_("file to write (default: standard output)"), NULL},
    {"rules", 'r', N_("RULES"), N_("how the newsletter reads: a name of layouts/import, or path of a file"),
     NULL},
    {"date", 0, N_("DATE"), N_("year-month of the issue, where the text does not say it"), NULL},
    {"title", 0, N_("TITLE"), N_("title of the newsletter, where the text does not say it"), NULL},
    {"force", 0, NULL, N_("replace a file that is there already"), NULL},
};

static const Option help_options[] = {
    {"man", 0, NULL, N_("the whole help as a manual page (troff)"), NULL},
};

static const Command commands[] = {
    {"render", N_("ISSUE"), 1, 1, N_("set an issue: write its pages"),
     N_("PNG and SVG hold one page a file: pages.png becomes pages-1.png, pages-2.png and so on; where "
	"--pages asks "
	"for a single page, the name is kept. Nothing is written where the issue has errors. Profiles: "
	"screen, a PDF "
	"to read; print, PDF/X-4 pages for a press; booklet, PDF/X-4 sheets to fold and stitch; proof and "
	"booklet-proof, how these will look, on a screen (a proof also as PNG)."),
     render_options, G_N_ELEMENTS(render_options), render_run},
    {"check", N_("ISSUE..."), 1, G_MAXINT, N_("look for errors and slips, writing nothing"),
     N_("Everything that `render` would complain about, and what is probably a slip: links without target, "
	"pictures "
	"without words, dates that cannot be meant, entries given twice, empty sections, faint text."),
     check_options, G_N_ELEMENTS(check_options), check_run},
    {"inspect", N_("FILE.pdf"), 1, 1, N_("say what a PDF is, and whether it is what it claims"),
     N_("Any PDF: pages, fonts, colours, pictures, tags, links. Then what it claims to be is checked, clause "
	"by "
	"clause: PDF/UA-1 for screen readers, PDF/A-2 for archives, PDF/X-4 for presses. Not looked into: "
	"programs of "
	"Type 1 fonts, pictures in JPEG 2000, signatures, and what people alone can judge, such as whether "
	"words "
	"describe a picture. Exit status 1 where something is not as it must be, 3 where the file cannot be "
	"read."),
     inspect_options, G_N_ELEMENTS(inspect_options), inspect_run},
    {"batch", N_("ISSUE|FOLDER|@LIST..."), 0, G_MAXINT, N_("set many issues"),
     N_("Every .yaml or .yml file below a folder, or the files a list names, one a line (@- for standard "
	"input). "
	"Each "
	"issue is set in a process of its own, within limits, so that one that cannot be set costs no other. "
	"The "
	"folder gets the pages, report.json and index.html, a contact sheet of first pages. A run that was "
	"stopped "
	"goes on where it was."),
     batch_options, G_N_ELEMENTS(batch_options), batch_run_command},
    {"preview", N_("ISSUE"), 0, 1, N_("show the pages in the browser while you write"),
     N_("Sets the issue again at every save, of the layout too. A click on the page opens its place in the "
	"editor named by BULLETIN_EDITOR (“code”, or a command with {file}, {line} and {column}). Only "
	"this computer can see the pages. Ctrl+C ends it."),
     preview_options, G_N_ELEMENTS(preview_options), preview_run},
    {"new", "", 0, 0, N_("start an issue"),
     N_("Without --from, a commented skeleton. With it, number and month go up by one, what stays the same "
	"from issue "
	"to issue is kept with its comments, and the entries are emptied."),
     new_options, G_N_ELEMENTS(new_options), new_run},
    {"import", N_("TEXT"), 1, 1, N_("make an issue of a newsletter that was e-mailed"),
     N_("Reads the text of a newsletter, saved as Markdown (UTF-8), finds its parts by their headings and "
	"lines "
	"in any order, and writes them as an issue with comments. What it cannot place is kept at the end of "
	"the "
	"issue under `unplaced`, with its line in the text; no word is dropped. Emoji and bold count as "
	"marks only."),
     import_options, G_N_ELEMENTS(import_options), import_run},
    {"schema", "issue|layout|import", 1, 1, N_("print a JSON Schema"),
     N_("Editors complete and check YAML files with it (yaml-language-server)."), NULL, 0, schema_run},
    {"fonts", "", 0, 0, N_("list the fonts there are"),
     N_("Pages are set with the fonts of the fonts folder, never with those of the computer. To add a font, "
	"put its "
	"file there."),
     NULL, 0, fonts_run},
    {"help", N_("[COMMAND]"), 0, 1, N_("explain a command"), NULL, help_options, G_N_ELEMENTS(help_options),
     help_run},
    {0},
};

const Command *command_table(void)
{
	return commands;
}

const Command *command_find(const char *name)
{
	for (const Command *command = commands; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}
