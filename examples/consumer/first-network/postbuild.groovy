// The program has learned what the flowers are.
String log = new File(basedir, 'build.log').text
def found = log =~ /accuracy (0\.\d+)/
assert found.find() && (found.group(1) as double) >= 0.95
