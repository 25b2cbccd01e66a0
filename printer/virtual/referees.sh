#!/bin/sh
# Lets tools that nobody here wrote judge the printing: zbar reads the QR codes
# from the rendered paper, receiptio (a host library) works with the virtual
# printer over TCP, escpos-tools (a decoder) takes the text and the pictures out
# of the bytes of our tickets. `make referees` calls it.
#
# It installs what it lacks: zbar-tools, php-cli and nodejs with apt-get (as
# root), receiptio with npm, escpos-tools and what it needs with git. They go into
# REFEREES (bin/referees by default); copies that are there already are taken as
# they are, for machines without a way to github.com. Nothing of them becomes
# part of the program.
set -eu
cd "$(dirname "$0")/../.."

dir=${REFEREES:-bin/referees}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

receiptio=2.1.2

install() {
	[ "$(id -u)" = 0 ] || { echo "referees: install $* and run this again" >&2; exit 1; }
	apt-get install -y -qq "$@" >/dev/null || { apt-get update -qq && apt-get install -y -qq "$@" >/dev/null; }
}
command -v zbarimg >/dev/null || install zbar-tools
command -v php >/dev/null || install php-cli
command -v npm >/dev/null || install nodejs npm

if [ ! -d "$dir/node_modules/receiptio" ]; then
	(cd "$dir" && npm install --silent --no-audit --no-fund --no-save --prefix . "receiptio@$receiptio")
fi

# clone NAME URL COMMIT, unless a copy is there.
clone() {
	[ -d "$dir/$1/src" ] && return
	git clone -q "$2" "$dir/$1" && git -C "$dir/$1" checkout -q "$3" || {
		echo "referees: no way to $2; put a copy of it ($3) into $dir/$1" >&2
		exit 1
	}
}
clone escpos-tools https://github.com/receipt-print-hq/escpos-tools 4311694
clone escpos-php https://github.com/mike42/escpos-php v1.5.1 # it needs this one's tables
# PHP 8 refuses the order of words in which it warns of commands that it does not know.
sed -i "s/implode(\$cmdStack, ' ')/implode(' ', \$cmdStack)/" "$dir/escpos-tools/src/Parser/Command/Printout.php"
mkdir -p "$dir/escpos-tools/vendor"
cat >"$dir/escpos-tools/vendor/autoload.php" <<'PHP'
<?php
spl_autoload_register(function ($class) {
    $own = 'ReceiptPrintHq\\EscposTools\\';
    if (strncmp($class, $own, strlen($own)) === 0) {
        $class = '/../src/' . substr($class, strlen($own));
    } else {
        $class = '/../../escpos-php/src/' . $class;
    }
    require __DIR__ . str_replace('\\', '/', $class) . '.php';
});
PHP

echo "zbar $(zbarimg --version), receiptio $receiptio on node $(node --version), escpos-tools on $(php -r 'echo PHP_VERSION;')"
REFEREES=$dir ${GO:-go} test -count=1 -v -tags referees -run '^TestReferee' ./printer/virtual
