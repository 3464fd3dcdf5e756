cd /work/main/apps/portal; N=../../node_modules/.bin/node
$N ../../node_modules/.bin/vite build --logLevel warn || exit 1
timeout 150 $N $1 2>&1 | cut -c1-300 | head -30
