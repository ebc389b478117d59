#!/usr/bin/env bash
# Copies what package-lock.json pins into ../Assets/vendor. Run it after a change of version, look at the page, commit.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
into=../Assets/vendor
cp node_modules/uplot/dist/uPlot.iife.min.js node_modules/uplot/dist/uPlot.min.css "$into/"
cp node_modules/uplot/LICENSE "$into/uPlot.LICENSE.txt"
rm -rf node_modules
