using System.CommandLine;

var path = new Argument<string>("IN") { Description = "x" };
var fade = new Command("fade", "Fade") { path };
var fi = new Option<string>("--fade-in") { Description = "x" };
fade.Options.Add(fi);
fade.SetAction(r => { Console.Out.WriteLine(r.GetValue(fi)); return 0; });
var root = new RootCommand("x") { fade };
if (args.Length == 0) return 0;
return root.Parse(args).Invoke();
