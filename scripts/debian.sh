#!/bin/sh
# What tests need of Debian's packages, installed where that can be done. Tests whose program is missing are left out.
#   openssl         makes an authority for the tests of time stamps
#   openssh-client  signs with ssh-keygen, as a second person does
#   strace          makes single calls to the system fail (tests/faults)
#   tesseract-ocr-* models of languages, for the tests of text recognition
#   age             opens what foja sealed, as a stranger would
#   fonts-noto-core letters of Arabic, Persian and Hebrew, for scans that tests draw
set -eu
missing=""
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
command -v ssh-keygen >/dev/null 2>&1 || missing="$missing openssh-client"
command -v age >/dev/null 2>&1 || missing="$missing age"
command -v strace >/dev/null 2>&1 || missing="$missing strace"
for model in osd eng spa ara fas heb; do
    ls /usr/share/tesseract-ocr/*/tessdata/$model.traineddata >/dev/null 2>&1 || missing="$missing tesseract-ocr-$model"
done
[ -e /usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf ] || missing="$missing fonts-noto-core"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null && exit 0
fi
echo "Some tests are left out, because programs are missing. Install them with: sudo apt-get install$missing" >&2
